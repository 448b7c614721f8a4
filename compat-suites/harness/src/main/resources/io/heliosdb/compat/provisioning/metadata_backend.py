"""A build backend that builds nothing: what a source package declares is read from the package (PEP 517, PEP 643).

It takes the place of ``setuptools.build_meta`` while pip fetches a package, so that nothing of the package is run and no
compiler is needed.
"""

import pathlib
import shutil
import sys
from email.parser import HeaderParser


def get_requires_for_build_wheel(config_settings=None):
    return []


def prepare_metadata_for_build_wheel(metadata_directory, config_settings=None):
    text = pathlib.Path("PKG-INFO").read_text(encoding="utf-8")
    headers = HeaderParser().parsestr(text)
    name = headers["Name"].replace("-", "_")
    folder = pathlib.Path(metadata_directory, f"{name}-{headers['Version']}.dist-info")
    folder.mkdir(parents=True)
    shutil.copy("PKG-INFO", folder / "METADATA")
    return folder.name


# The name of the backend for packages without a pyproject.toml.
__legacy__ = sys.modules[__name__]
