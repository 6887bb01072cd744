"""Load and validate with pyrudof's own engine: python pyrudof_native.py DATA.nt SHAPES.ttl."""

import json
import sys
import time

from pyrudof import RDFFormat, Rudof, RudofConfig

start = time.perf_counter()
rudof = Rudof(RudofConfig())
rudof.read_data(sys.argv[1], format=RDFFormat.NTriples)
rudof.read_shacl(sys.argv[2])
loaded = time.perf_counter()
report = rudof.validate_shacl()
done = time.perf_counter()
print(json.dumps({"load": loaded - start, "validate": done - loaded, "results": len(report)}))
