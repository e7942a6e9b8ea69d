"""What stays in a build and what does not; the names are those in PySide6's wheels for each system."""

import left_out
import pytest

KEPT = {
    "linux": [
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/platforms/libqoffscreen.so",
        "PySide6/Qt/plugins/platformthemes/libqxdgdesktopportal.so",
        "PySide6/Qt/plugins/imageformats/libqjpeg.so",
        "PySide6/Qt/lib/libQt6OpenGL.so.6",
        "libxcb-cursor.so.0",
    ],
    "win32": [
        r"PySide6\plugins\platforms\qwindows.dll",
        r"PySide6\plugins\styles\qmodernwindowsstyle.dll",
        r"PySide6\plugins\imageformats\qsvg.dll",
        r"PySide6\plugins\iconengines\qsvgicon.dll",
        r"PySide6\Qt6Core.dll",
        r"PySide6\Qt6Gui.dll",
        r"PySide6\Qt6Widgets.dll",
        r"PySide6\Qt6Svg.dll",
        r"PySide6\QtWidgets.pyd",
        r"PySide6\MSVCP140.dll",
        r"bin\graphviz-pure.exe",
        r"app\content\notes\12-sqs-sns.md",
    ],
    "darwin": [
        "PySide6/Qt/plugins/platforms/libqcocoa.dylib",
        "PySide6/Qt/plugins/styles/libqmacstyle.dylib",
        "PySide6/Qt/lib/QtGui.framework/Versions/A/QtGui",
        "PySide6/Qt/lib/QtDBus.framework/Versions/A/QtDBus",
        "PySide6/Qt/lib/QtSvg.framework/Versions/A/QtSvg",
    ],
}
LEFT_OUT = {
    "linux": [
        "PySide6/Qt/plugins/platforms/libqeglfs.so",
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
        "PySide6/Qt/plugins/tls/libqopensslbackend.so",
        "PySide6/Qt/translations/qtbase_de.qm",
        "libwayland-client.so.0",
        "libstdc++.so.6",
    ],
    "win32": [
        r"PySide6\plugins\platforms\qdirect2d.dll",
        r"PySide6\plugins\platforms\qminimal.dll",
        r"PySide6\plugins\tls\qschannelbackend.dll",
        r"PySide6\plugins\generic\qtuiotouchplugin.dll",
        r"PySide6\plugins\imageformats\qpdf.dll",
        r"PySide6\plugins\platforminputcontexts\qtvirtualkeyboardplugin.dll",
        r"PySide6\translations\qtbase_de.qm",
        r"PySide6\opengl32sw.dll",
        r"PySide6\Qt6Network.dll",
        r"PySide6\Qt6QmlModels.dll",
        r"PySide6\Qt6OpenGL.dll",
        r"libcrypto-3.dll",
    ],
    "darwin": [
        "PySide6/Qt/plugins/imageformats/libqmacheif.dylib",
        "PySide6/Qt/lib/QtNetwork.framework/Versions/A/QtNetwork",
        "PySide6/Qt/lib/QtQuick.framework/Versions/A/Resources/Info.plist",
        "libssl.3.dylib",
    ],
}


@pytest.mark.parametrize("platform", KEPT)
def test_what_is_needed_stays_and_the_rest_goes(platform: str) -> None:
    assert [name for name in KEPT[platform] if not left_out.is_kept(name, platform)] == []
    assert [name for name in LEFT_OUT[platform] if left_out.is_kept(name, platform)] == []
