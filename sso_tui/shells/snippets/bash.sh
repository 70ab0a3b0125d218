# ssotui for bash: a role that is picked here is this shell's role afterwards.
function ssotui() {
  local word= skip= mode= code=
  for word in "$@"; do
    if [ -n "$skip" ]; then skip=; continue; fi
    case "$mode:$word" in
      *:--) mode=apply; break ;;
      *:-h | *:--help | :--version | *:--format | *:--format=*) mode=through; break ;;
      :-s | :--sso-session) skip=1 ;;
      :-* | apply:*) ;;
      :use) mode=apply ;;
      *) mode=through; break ;;
    esac
  done
  if [ "$mode" = through ]; then
    @EXECUTABLE@ "$@"
    return
  fi
  code="$(SSOTUI_SHELL=env @EXECUTABLE@ "$@")" || return
  eval "$code"
}
