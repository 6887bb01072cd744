"""LibreOffice, as far as tests ask for it: files opened and saved again."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

Convert = Callable[[Path, str], Path]


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """``office(path, "ods")`` opens a file in LibreOffice and saves it in another form.

    A profile, which takes a while to make, is made once; a file is opened once for each form.
    """
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice not found: apt-get install libreoffice-calc-nogui")
    profile = tmp_path_factory.mktemp("profile")

    @cache
    def convert(path: Path, form: str) -> Path:
        out = tmp_path_factory.mktemp(form)
        subprocess.run(
            [
                *(program, "--headless", f"-env:UserInstallation={profile.as_uri()}"),
                *("--convert-to", form, "--outdir", str(out), str(path)),
            ],
            check=True,
            capture_output=True,
            timeout=180,
        )
        return out / f"{path.stem}.{form}"

    return convert
