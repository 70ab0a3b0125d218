# ssotui for Nushell: a role that is picked here is this shell's role afterwards.
def "nu-complete ssotui" [spans: list<string>] {
  let words = ($spans | skip 1 | each {|word| $word | str trim --char '"' | str trim --char "'" | str trim --char '`' })
  let found = (^@EXECUTABLE@ complete --shell nu -- ...$words | complete | get stdout | lines)
  if ($found | is-empty) and "--" in $words { return null }
  $found | each {|one| if $one =~ '^[\w./:=+@,-]+$' { $one } else { $one | to json --raw } }
}

@complete "nu-complete ssotui"
def --env --wrapped ssotui [...words: string] {
  mut mode = ""
  mut skip = false
  for word in $words {
    if $skip { $skip = false; continue }
    if $word == "--" { $mode = "apply"; break }
    if $word =~ '^(-h|--help|--format|--format=.*)$' { $mode = "through"; break }
    if $mode == "apply" { continue }
    if $word == "--version" { $mode = "through"; break }
    if $word in ["-s" "--sso-session"] { $skip = true; continue }
    if $word starts-with "-" { continue }
    if $word == "use" { $mode = "apply"; continue }
    $mode = "through"
    break
  }
  if $mode == "through" {
    ^@EXECUTABLE@ ...$words
    return
  }
  let output = (with-env {SSOTUI_SHELL: nu} { ^@EXECUTABLE@ ...$words })
  let code = ($output | lines)
  hide-env --ignore-errors ...($code | parse 'hide-env --ignore-errors {name}' | get name)
  $code
    | parse '$env.{name} = {value}'
    | update value { from nuon }
    | reduce --fold {} {|line, all| $all | insert $line.name $line.value }
    | load-env
}
