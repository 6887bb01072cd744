"""Load into Oxigraph and validate with pySHACL through oxrdflib.

    python pyshacl_oxigraph.py DATA.nt SHAPES.ttl

The store gives strings a datatype that rdflib's literals lack, so its results are not all true.
"""

import json
import sys
import time

import pyshacl
import rdflib

rdflib.NORMALIZE_LITERALS = False
start = time.perf_counter()
data, shapes = rdflib.Graph(store="Oxigraph"), rdflib.Graph()
data.parse(sys.argv[1], format="ox-nt", transactional=False)
shapes.parse(sys.argv[2], format="turtle")
loaded = time.perf_counter()
_, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none")
done = time.perf_counter()
results = set(report.objects(None, rdflib.SH.result))
print(json.dumps({"load": loaded - start, "validate": done - loaded, "results": len(results)}))
