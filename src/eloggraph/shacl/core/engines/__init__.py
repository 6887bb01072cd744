"""Where frames are computed: one module for each library, which it imports when it is asked for."""
