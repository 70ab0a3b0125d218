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

function _ssotui() {
  local line="${COMP_LINE:0:COMP_POINT}" words=() last=-1 word= typed= head= number= found=
  # Readline ends a word at a colon or an equals sign; the program wants it whole.
  for word in "${COMP_WORDS[@]:0:COMP_CWORD + 1}"; do
    if [[ $last -lt 0 || $line == [[:blank:]]* ]]; then
      line="${line#"${line%%[![:blank:]]*}"}"
      words[++last]=
    fi
    [[ $line == "$word"* ]] || word="$line"
    line="${line#"$word"}"
    words[last]+="$word"
  done
  typed="${words[last]}"
  if [[ $word == *[!:=]* ]]; then head="${typed%"$word"}"; else head="$typed"; fi
  for ((number = 1; number <= last; number++)); do
    case "${words[number]}" in
      \'*) words[number]="${words[number]//\'/}" ;;
      \"*) words[number]="${words[number]//\"/}" ;;
      *) words[number]="${words[number]//\\/}" ;;
    esac
  done
  COMPREPLY=()
  while IFS= read -r found; do
    if [[ -z $found ]]; then continue; fi
    found="${found#"${head//\\/}"}"
    if [[ $typed != [\'\"]* ]]; then printf -v found %q "$found"; fi
    COMPREPLY+=("$found")
  done <<<"$(@EXECUTABLE@ complete --shell bash -- "${words[@]:1}" 2>/dev/null </dev/null)"
  if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[/:=] ]]; then
    compopt -o nospace 2>/dev/null || :
  elif [[ ${#COMPREPLY[@]} -eq 0 && " ${words[*]} " == *' -- '* ]]; then
    compopt -o bashdefault -o default 2>/dev/null || :
  fi
}
complete -F _ssotui ssotui
