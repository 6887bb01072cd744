"""An invented region: tables of any size, the same for the same seed, with known faults in them.

``words`` are its words, ``tables`` finds its tables in the model, ``region`` draws the actors and
what they do, ``ties`` who works with whom, ``shared`` what every region refers to, ``writing`` puts
them on disk.
"""
