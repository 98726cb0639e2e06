"""From bytes to a straight sheet. Here *captura* is image capture; typing belongs to ``verificacion``."""
