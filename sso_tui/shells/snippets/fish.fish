# ssotui for fish: a role that is picked here is this shell's role afterwards.
function ssotui --description 'AWS accounts and roles of IAM Identity Center'
    set --local skip
    set --local mode
    for word in $argv
        if test -n "$skip"
            set skip
            continue
        end
        switch "$mode:$word"
            case '*:--'
                set mode apply
                break
            case '*:-h' '*:--help' ':--version' '*:--format' '*:--format=*'
                set mode through
                break
            case ':-s' ':--sso-session'
                set skip 1
            case ':-*' 'apply:*'
            case ':use'
                set mode apply
            case '*'
                set mode through
                break
        end
    end
    if test "$mode" = through
        command @EXECUTABLE@ $argv
        return
    end
    set --local code (SSOTUI_SHELL=fish command @EXECUTABLE@ $argv)
    or return
    string join \n -- $code | source
end

function __ssotui_candidates
    set --local before (commandline --current-process --tokenize --cut-at-cursor)
    set --local typed (commandline --current-token --cut-at-cursor | string collect)
    set typed (string replace --regex '^[\'"]' '' -- $typed | string replace --all \\ '' | string collect)
    command @EXECUTABLE@ complete --shell fish -- $before[2..-1] "$typed" 2>/dev/null </dev/null
end
complete --command ssotui --no-files --keep-order --arguments '(__ssotui_candidates)'
complete --command ssotui --condition 'contains -- -- (commandline --current-process --tokenize --cut-at-cursor)' --force-files
