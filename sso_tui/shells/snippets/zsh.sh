# ssotui for zsh: a role that is picked here is this shell's role afterwards.
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
  # What interrupts a substitution would leave another status than what interrupts a command.
  setopt local_options local_traps
  trap 'return 130' INT
  code="$(SSOTUI_SHELL=env @EXECUTABLE@ "$@")" || return
  eval "$code"
}

function _ssotui() {
  local -a found
  found=(${(f)"$(@EXECUTABLE@ complete --shell zsh -- "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null </dev/null)"})
  if (( $#found )); then
    compadd -- ${found:#*[/:=]}
    compadd -S '' -- ${(M)found:#*[/:=]}
    return 0
  fi
  if (( ${words[(I)--]} )); then _files; else return 1; fi
}
if typeset -f compdef >/dev/null; then compdef _ssotui ssotui; fi
