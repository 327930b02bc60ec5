using System.Diagnostics;
using System.Text.Json;

namespace GwSmm.Benchmarks.Peers;

/// <summary>A peer in a process of its own that answers one JSON object a line.</summary>
internal sealed class LinePeer : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private readonly Process _process;

    /// <summary>Starts the process.</summary>
    /// <param name="program">The interpreter.</param>
    /// <param name="arguments">The script, a file beside this program, and its arguments.</param>
    /// <param name="environment">Variables to set.</param>
    /// <param name="remedy">How to install what the peer needs.</param>
    /// <exception cref="GwSmmException">The peer did not start.</exception>
    public LinePeer(string program, string[] arguments, Dictionary<string, string> environment, string remedy)
    {
        arguments[0] = Path.Combine(AppContext.BaseDirectory, "Peers", arguments[0]);
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        Versions = _process.StandardOutput.ReadLine() ?? throw new GwSmmException($"The peer {arguments[0]} did not start. Install it: {remedy}.");
    }

    /// <summary>The versions of the peer's packages, as JSON.</summary>
    public string Versions { get; }

    /// <summary>Has the peer do some work.</summary>
    /// <param name="request">The request, to be written as JSON.</param>
    /// <returns>Times of one repeat.</returns>
    public PeerTime Ask(object request)
    {
        _process.StandardInput.WriteLine(JsonSerializer.Serialize(request, Json));
        _process.StandardInput.Flush();
        var line = _process.StandardOutput.ReadLine() ?? throw new GwSmmException("The peer ended without an answer; its error is above.");
        return JsonSerializer.Deserialize<PeerTime>(line, Json)!;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
