# The commands of build.sh for Windows; see there.
param([string]$Command = 'build', [Parameter(ValueFromRemainingArguments)][string[]]$Rest = @())
$ErrorActionPreference = 'Stop'
$caller = Get-Location
$root = Split-Path -Parent $PSScriptRoot
$artifacts = Join-Path $root 'artifacts'
$solution = Join-Path $root 'GwSmm.MLNet.sln'
$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'
$env:DOTNET_NOLOGO = '1'
$script:passed = 0
$script:failed = 0

function Fail([string]$message) {
    [Console]::Error.WriteLine("build: $message")
    exit 2
}

function Invoke-Quiet([string]$whatFailed, [string[]]$arguments) {
    $log = & dotnet @arguments 2>&1
    if ($LASTEXITCODE -ne 0) {
        $log | ForEach-Object { [Console]::Error.WriteLine($_) }
        Fail $whatFailed
    }
}

# The environment's choice, else the remembered one, else whether the package restores.
function Select-MLNet {
    $script:source = $env:MLNetSource
    $answer = Join-Path $PSScriptRoot 'MLNetSource.user.props'
    if (-not $script:source -and (Test-Path $answer)) {
        $script:source = ([xml](Get-Content -Raw $answer)).SelectSingleNode("//*[local-name()='MLNetSource']").InnerText
    }

    if (-not $script:source) {
        & dotnet restore (Join-Path $root 'eng/mlnet-probe') -p:MLNetSource=package -v quiet 2>&1 | Out-Null
        $script:source = if ($LASTEXITCODE -eq 0) { 'package' } else { 'offline' }
        "<Project>`n  <PropertyGroup>`n    <MLNetSource Condition=`"'`$(MLNetSource)' == ''`">$script:source</MLNetSource>`n  </PropertyGroup>`n</Project>" |
            Set-Content -Encoding utf8 $answer
    }

    $script:properties = @("-p:MLNetSource=$script:source")
    if ($env:MLNetPath) { $script:properties += "-p:MLNetPath=$env:MLNetPath" }
    Write-Host "ML.NET: $script:source"
}

function Invoke-Build {
    Write-Host 'Building (Release) ...'
    Invoke-Quiet 'the build failed.' (@('build', $solution, '-c', 'Release', '-nologo', '-v', 'quiet') + $script:properties)
    $cli = Join-Path $artifacts 'cli'
    if (Test-Path $cli) { Remove-Item -Recurse -Force $cli }
    Invoke-Quiet 'publishing gwsmm failed.' (@('publish', (Join-Path $root 'src/GwSmm.Cli'), '-c', 'Release', '--no-build', '-nologo', '-v', 'quiet') + $script:properties + @('-o', $cli))
    Set-Content -Encoding ascii (Join-Path $artifacts 'gwsmm.cmd') '@dotnet "%~dp0cli\gwsmm.dll" %*'
    Write-Host 'Built artifacts\gwsmm.cmd'
}

function Invoke-Tests([string]$results, [string[]]$arguments) {
    if (Test-Path $results) { Remove-Item -Recurse -Force $results }
    & dotnet test @arguments -c Release --no-build -nologo -v quiet --logger trx --results-directory $results
    $status = $LASTEXITCODE
    foreach ($file in Get-ChildItem $results -Filter *.trx) {
        $counters = ([xml](Get-Content -Raw $file.FullName)).SelectSingleNode("//*[local-name()='Counters']")
        $script:passed += [int]$counters.passed
        $script:failed += [int]$counters.failed
    }

    if ($status -ne 0 -and $script:failed -eq 0) { $script:failed = 1 }
}

switch ($Command) {
    'build' {
        Select-MLNet
        Invoke-Build
    }
    'test' {
        Select-MLNet
        Write-Host 'Checking the formatting ...'
        Invoke-Quiet 'the formatting differs; run: dotnet format' @('format', $solution, '--verify-no-changes')
        Invoke-Build
        Invoke-Tests (Join-Path $artifacts 'test-results') (@($solution) + $script:properties)
        Write-Host "$script:passed passed, $script:failed failed"
        if ($script:failed -gt 0 -or $script:passed -eq 0) { exit 1 }
    }
    'demo' {
        Select-MLNet
        Invoke-Build
        Set-Location $caller
        & dotnet (Join-Path $artifacts 'cli/gwsmm.dll') demo @Rest
        exit $LASTEXITCODE
    }
    'bench' {
        Select-MLNet
        & dotnet run --project (Join-Path $root 'tests/GwSmm.Benchmarks') -c Release @script:properties -- @Rest
        exit $LASTEXITCODE
    }
    'pack' {
        Select-MLNet
        if ($script:source -eq 'offline') { Fail 'packages are never made from the ML.NET stand-in; make Microsoft.ML restorable, remove eng/MLNetSource.user.props and try again.' }
        Invoke-Quiet 'packing failed.' (@('pack', $solution, '-c', 'Release', '-nologo', '-v', 'quiet') + $script:properties + @('-o', (Join-Path $artifacts 'packages')))
        Get-ChildItem (Join-Path $artifacts 'packages') -Name
    }
    default {
        Fail "unknown command '$Command'; use build, test, demo, bench or pack."
    }
}
