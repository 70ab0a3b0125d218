# ssotui for PowerShell: a role that is picked here is this shell's role afterwards.
function global:ssotui {
    $mode = ''
    $skip = $false
    foreach ($word in $args) {
        if ($skip) { $skip = $false; continue }
        if ($word -ceq '--') { $mode = 'apply'; break }
        if ($word -cmatch '^(-h|--help|--format|--format=.*)$') { $mode = 'through'; break }
        if ($mode -ceq 'apply') { continue }
        if ($word -ceq '--version') { $mode = 'through'; break }
        if ($word -cmatch '^(-s|--sso-session)$') { $skip = $true; continue }
        if ($word -cmatch '^-') { continue }
        if ($word -ceq 'use') { $mode = 'apply'; continue }
        $mode = 'through'
        break
    }
    if ($mode -ceq 'through') {
        & @EXECUTABLE@ @args
        return
    }
    $before = $Env:SSOTUI_SHELL
    try {
        $Env:SSOTUI_SHELL = 'powershell'
        $code = & @EXECUTABLE@ @args
    } finally {
        $Env:SSOTUI_SHELL = $before
    }
    if ($LASTEXITCODE -eq 0 -and $code) { Invoke-Expression ($code -join "`n") }
}
