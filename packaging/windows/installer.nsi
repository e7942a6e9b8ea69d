; The installer for Windows: for the user who runs it, without an administrator.
;   Certdeck-…-setup.exe              with pages
;   Certdeck-…-setup.exe /S           silent; /D=C:\Folder (last, without quotes) chooses the folder
;   uninstall.exe /S                  silent; progress stays. /S /PROGRESS=remove deletes it too
; packaging/build_windows.py gives VERSION, TREE, ICON, OUTPUT, LICENCE, SIZE_KB and, where it is signed, SIGN.
Unicode true
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Certdeck"
!define CLASSES "Software\Classes"
!define PROGRAM "certdeck.exe"
ManifestDPIAware true
ManifestSupportedOS all
RequestExecutionLevel user
SetCompressor /SOLID lzma
Name "Certdeck"
OutFile "${OUTPUT}"
InstallDir "$LOCALAPPDATA\Programs\Certdeck"
InstallDirRegKey HKCU "${UNINSTALL}" "InstallLocation"
BrandingText "Certdeck ${VERSION}"

!ifdef SIGN
  !uninstfinalize '${SIGN}'
!endif

!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\${PROGRAM}"
!define MUI_FINISHPAGE_RUN_TEXT "Start Certdeck"
!insertmacro MUI_PAGE_LICENSE "${LICENCE}"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

VIProductVersion "${VERSION}.0"
VIFileVersion "${VERSION}.0"
VIAddVersionKey /LANG=0 "ProductName" "Certdeck"
VIAddVersionKey /LANG=0 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "FileDescription" "Certdeck installer"
VIAddVersionKey /LANG=0 "CompanyName" "The Certdeck authors"
VIAddVersionKey /LANG=0 "LegalCopyright" "© 2026 The Certdeck authors, MIT licence"

; A program that runs cannot be replaced: Windows keeps its file from being opened for writing.
!macro CloseFirst un
Function ${un}CloseFirst
  again:
  IfFileExists "$INSTDIR\${PROGRAM}" 0 free
  ClearErrors
  FileOpen $0 "$INSTDIR\${PROGRAM}" a
  IfErrors busy
  FileClose $0
  Goto free
  busy:
  MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "Certdeck is open. Close its window, then choose Retry." /SD IDCANCEL IDRETRY again
  SetErrorLevel 2
  Quit
  free:
FunctionEnd
!macroend
!insertmacro CloseFirst ""
!insertmacro CloseFirst "un."

; What an older version put there, and nothing else: the folder may be one that the learner chose.
!macro RemoveProgram
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\certdeck.exe"
  Delete "$INSTDIR\certdeck-terminal.exe"
  Delete "$INSTDIR\LICENSE.txt"
!macroend

Section "Certdeck"
  Call CloseFirst
  !insertmacro RemoveProgram
  SetOutPath "$INSTDIR"
  File /r "${TREE}\*"
  File "/oname=LICENSE.txt" "${LICENCE}"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\Certdeck.lnk" "$INSTDIR\${PROGRAM}" "" "$INSTDIR\${PROGRAM}" 0 SW_SHOWNORMAL "" "Study your notes for an exam, offline"

  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "Certdeck"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "The Certdeck authors"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\${PROGRAM}"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" ${SIZE_KB}
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1

  ; Offered under “Open with” for notes, and in the menu of a folder; what opens them today stays as it is.
  WriteRegStr HKCU "${CLASSES}\Certdeck.Note" "" "Markdown note"
  WriteRegStr HKCU "${CLASSES}\Certdeck.Note\DefaultIcon" "" "$INSTDIR\${PROGRAM},0"
  WriteRegStr HKCU "${CLASSES}\Certdeck.Note\shell\open\command" "" '"$INSTDIR\${PROGRAM}" "%1"'
  WriteRegStr HKCU "${CLASSES}\.md\OpenWithProgids" "Certdeck.Note" ""
  WriteRegStr HKCU "${CLASSES}\.markdown\OpenWithProgids" "Certdeck.Note" ""
  WriteRegStr HKCU "${CLASSES}\Applications\${PROGRAM}" "FriendlyAppName" "Certdeck"
  WriteRegStr HKCU "${CLASSES}\Applications\${PROGRAM}\shell\open\command" "" '"$INSTDIR\${PROGRAM}" "%1"'
  WriteRegStr HKCU "${CLASSES}\Applications\${PROGRAM}\SupportedTypes" ".md" ""
  WriteRegStr HKCU "${CLASSES}\Applications\${PROGRAM}\SupportedTypes" ".markdown" ""
  WriteRegStr HKCU "${CLASSES}\Directory\shell\Certdeck" "" "Study with Certdeck"
  WriteRegStr HKCU "${CLASSES}\Directory\shell\Certdeck" "Icon" "$INSTDIR\${PROGRAM}"
  WriteRegStr HKCU "${CLASSES}\Directory\shell\Certdeck\command" "" '"$INSTDIR\${PROGRAM}" "%1"'
  ${RefreshShellIcons}
SectionEnd

Section "Uninstall"
  Call un.CloseFirst
  !insertmacro RemoveProgram
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\Certdeck.lnk"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "${CLASSES}\Certdeck.Note"
  DeleteRegValue HKCU "${CLASSES}\.md\OpenWithProgids" "Certdeck.Note"
  DeleteRegValue HKCU "${CLASSES}\.markdown\OpenWithProgids" "Certdeck.Note"
  DeleteRegKey HKCU "${CLASSES}\Applications\${PROGRAM}"
  DeleteRegKey HKCU "${CLASSES}\Directory\shell\Certdeck"

  StrCpy $1 "keep"
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/PROGRESS=" $2
  ${IfNot} ${Errors}
    StrCpy $1 $2
  ${ElseIf} ${FileExists} "$LOCALAPPDATA\certdeck\progress.db"
    MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "Delete your progress, settings and copies as well?$\r$\n$\r$\nThey are in $LOCALAPPDATA\certdeck. If you keep them, a later Certdeck goes on where you are now." /SD IDNO IDNO kept
    StrCpy $1 "remove"
    kept:
  ${EndIf}
  ${If} $1 == "remove"
    RMDir /r "$LOCALAPPDATA\certdeck"
  ${EndIf}
  ${RefreshShellIcons}
SectionEnd
