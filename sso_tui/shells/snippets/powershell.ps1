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

Register-ArgumentCompleter -Native -CommandName ssotui -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements | Select-Object -Skip 1 |
        Where-Object { $_.Extent.StartOffset -lt $cursorPosition } |
        ForEach-Object { if ($null -ne $_.Value) { "$($_.Value)" } else { $_.Extent.Text } })
    if (-not $wordToComplete) {
        # Before 7.3 an empty word is lost on its way to a program.
        $words += if ($PSVersionTable.PSVersion -lt [version]'7.3') { '""' } else { '' }
    }
    & @EXECUTABLE@ complete --shell powershell -- @words 2>$null | ForEach-Object {
        $text = $_
        if ($text -cnotmatch '^[\w./:=+-]+$') { $text = "'" + ($text -replace "(['\u2018-\u201b])", '$1$1') + "'" }
        [System.Management.Automation.CompletionResult]::new($text, $_, 'ParameterValue', $_)
    }
}
