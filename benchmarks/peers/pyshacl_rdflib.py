"""Load with rdflib and validate with pySHACL: python pyshacl_rdflib.py DATA.nt SHAPES.ttl."""

import json
import sys
import time

import pyshacl
import rdflib

rdflib.NORMALIZE_LITERALS = False
start = time.perf_counter()
data, shapes = rdflib.Graph(), rdflib.Graph()
data.parse(sys.argv[1], format="nt")
shapes.parse(sys.argv[2], format="turtle")
loaded = time.perf_counter()
_, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none")
done = time.perf_counter()
results = set(report.objects(None, rdflib.SH.result))
print(json.dumps({"load": loaded - start, "validate": done - loaded, "results": len(results)}))
