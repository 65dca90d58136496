"""What the test WordPress is made of: Debian's packages, unpacked into a cache folder without installing
WordPress itself (no web server, no service)."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

TOOLS = {
    "php": "php-cli",
    "mariadbd": "mariadb-server-core",
    "mariadb-install-db": "mariadb-server-core",
    "my_print_defaults": "mariadb-client-core",
}
PHP_EXTENSIONS = {
    "mysqli": "php-mysql",
    "xml": "php-xml",
    "gd": "php-gd",
    "mbstring": "php-mbstring",
    "curl": "php-curl",
}
WORDPRESS_PACKAGES = (
    "wordpress",
    "php-getid3",
    "libjs-underscore",
    "libjs-cropper",
    "wordpress-theme-twentytwentythree",
)
SEARCH_PATH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])


class MissingSoftware(RuntimeError):
    """Something that has to be installed by hand is not there; the message says what."""


def tool(name: str) -> str:
    """:return: the path of an installed program, ``/usr/sbin`` included.
    :raises MissingSoftware: it is not installed."""
    found = shutil.which(name, path=SEARCH_PATH)
    if found is None:
        raise MissingSoftware(f"{name} is missing: install the Debian package {TOOLS.get(name, name)}.")
    return found


def ensure_tools() -> None:
    """Install PHP and MariaDB where they are missing.

    :raises MissingSoftware: they are missing and this user may not install packages, or apt failed.
    """
    missing = _missing_packages()
    if not missing:
        return
    if os.geteuid() != 0:
        raise MissingSoftware(
            "The WordPress tests need " + ", ".join(missing) + ". Install with: sudo apt-get install "
            "--no-install-recommends " + " ".join(missing)
        )
    _apt("update")
    _apt("install", "--yes", "--no-install-recommends", *missing)
    still = _missing_packages()
    if still:
        raise MissingSoftware("apt-get installed nothing that provides " + ", ".join(still) + ".")


def unpack_wordpress(target: Path, downloads: Path) -> None:
    """Download WordPress and a theme from the machine's own suite and lay the files out in ``target``.

    :raises MissingSoftware: the packages cannot be downloaded.
    """
    downloads.mkdir(parents=True, exist_ok=True)
    try:
        _apt("download", *WORDPRESS_PACKAGES, cwd=downloads)
    except MissingSoftware:
        if os.geteuid() != 0:
            raise
        _apt("update")
        _apt("download", *WORDPRESS_PACKAGES, cwd=downloads)
    root = downloads / "root"
    for package in sorted(downloads.glob("*.deb")):
        subprocess.run(["dpkg-deb", "-x", str(package), str(root)], check=True, timeout=120)
    code = root / "usr/share/wordpress"
    _replace_links(code, root)
    (code / "wp-config.php").unlink(missing_ok=True)
    code.rename(target)
    shutil.rmtree(downloads)


def _replace_links(code: Path, root: Path) -> None:
    """Debian links parts of WordPress to its own packages and ``/etc``; put the files in, drop the rest."""
    for link in [path for path in code.rglob("*") if path.is_symlink()]:
        aim = Path(os.path.normpath(link.parent / link.readlink()))
        source = aim if aim.is_relative_to(root) else root / aim.relative_to("/")
        source = source if source.exists() else aim
        link.unlink()
        if source.is_file():
            shutil.copyfile(source, link)


def _missing_packages() -> list[str]:
    missing = {package for name, package in TOOLS.items() if not shutil.which(name, path=SEARCH_PATH)}
    if shutil.which("php"):
        listed = subprocess.run(["php", "-m"], capture_output=True, text=True, check=True, timeout=30)
        loaded = set(listed.stdout.lower().split())
        missing |= {package for name, package in PHP_EXTENSIONS.items() if name not in loaded}
    else:
        missing |= set(PHP_EXTENSIONS.values())
    return sorted(missing)


def _apt(*arguments: str, cwd: Path | None = None) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        ["apt-get", "-q", *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    if done.returncode != 0:
        last = done.stderr.strip().splitlines()[-1:] or ["no message"]
        raise MissingSoftware(f"apt-get {' '.join(arguments)} failed: {last[0]}")
