"""libcurl's binding without what its package loads beside it: a client for asyncio, made of dataclasses."""

import os
import sys
from importlib.machinery import PathFinder

TYPE_CHECKING = False  # as in typing, which a round without news does without
if TYPE_CHECKING:
    from typing import Any

    import pycurl
else:

    def _binding() -> "Any":
        """The extension module; the package where it has none of its own or is loaded already."""
        package = None if "pycurl" in sys.modules else PathFinder.find_spec("pycurl")
        places = package.submodule_search_locations if package else None
        spec = PathFinder.find_spec("pycurl._pycurl", places) if places else None
        if spec is None or spec.loader is None:
            import pycurl

            return pycurl
        flags = sys.getdlopenflags()
        sys.setdlopenflags(os.RTLD_LAZY)  # of the twenty libraries below it a round calls few functions
        try:
            module = sys.modules[spec.name] = spec.loader.create_module(spec)
        finally:
            sys.setdlopenflags(flags)
        spec.loader.exec_module(module)
        return module

    pycurl = _binding()

__all__ = ["pycurl"]
