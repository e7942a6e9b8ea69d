"""What a build leaves out of what PyInstaller gathers, on each system; certdeck.spec asks."""

import re

# Plugins for what Certdeck does not do: other screens, networks, touch tables, rare pictures, on-screen keyboards.
PLUGINS = re.compile(
    r"plugins/(?:"
    r"platforms/(?:lib)?q(?:eglfs|linuxfb|minimal|vkkhrdisplay|vnc|direct2d)|"
    r"platformthemes/(?:lib)?qgtk3|"
    r"imageformats/(?:lib)?q(?:tiff|tga|wbmp|icns|pdf|macheif|macjp2)|"
    r"platforminputcontexts/(?:lib)?qtvirtualkeyboard|"
    r"(?:tls|networkinformation|generic|egldeviceintegrations|qmltooling|sqldrivers)/)"
)
# Libraries that only such plugins wanted. On Linux nothing is dropped by name: build.py asks the files that stayed.
LIBRARIES = re.compile(
    r"(?:^|/)(?:lib)?Qt6?(?:Network|Qml|Quick|OpenGL|Sql|Test|Concurrent|Designer|Help|Xml|UiTools|VirtualKeyboard|Pdf)"
    r"\w*(?:[./]|$)|"
    r"(?:^|/)(?:opengl32sw|libssl|libcrypto)[-.\d]"
)
# Left to a Linux system, whose graphics drivers are linked with its own: nfpm.yaml names their packages.
OF_THE_SYSTEM = (
    "libstdc++.so", "libgcc_s.so", "libX11.so", "libX11-xcb.so", "libxcb.so", "libglib-2.0.so", "libgthread-2.0.so",
    "libgobject-2.0.so", "libgio-2.0.so", "libdbus-1.so", "libfontconfig.so", "libfreetype.so", "libgtk-3.so",
    "libgdk-3.so", "libwayland-", "libcups.so", "libdrm.so", "libgbm.so", "libvulkan.so",
)  # fmt: skip


def is_kept(name: str, platform: str) -> bool:
    """Whether a file stays in the build for a platform, as `sys.platform` names it."""
    name = name.replace("\\", "/")
    if PLUGINS.search(name) or "Qt/qml/" in name or "__pycache__" in name:
        return False
    if "/translations/" in name:  # Certdeck speaks English, and so do Qt's own buttons in it
        return False
    if platform == "linux":
        return not name.rsplit("/", 1)[-1].startswith(OF_THE_SYSTEM)
    return not LIBRARIES.search(name)
