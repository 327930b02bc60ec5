@echo off
rem Usage: build [build|test|demo|bench|pack]; the same commands as build.sh.
powershell -NoProfile -ExecutionPolicy Bypass -File "%~dp0eng\build.ps1" %*
exit /b %ERRORLEVEL%
