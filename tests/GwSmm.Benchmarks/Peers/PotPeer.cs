using System.Diagnostics;
using System.Text.Json;

namespace GwSmm.Benchmarks.Peers;

/// <summary>Python Optimal Transport in a process of its own, on one thread with the BLAS kernels that suit the machine.</summary>
internal sealed class PotPeer : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private readonly Process _process;

    /// <summary>Starts the process.</summary>
    /// <exception cref="GwSmmException">Python or a package is missing.</exception>
    public PotPeer()
    {
        var start = new ProcessStartInfo("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "Peers", "pot_peer.py")])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["OMP_NUM_THREADS"] = "1";
        start.Environment["OPENBLAS_NUM_THREADS"] = "1";
        start.Environment.Remove("OPENBLAS_CORETYPE");
        start.Environment.Remove("OPENBLAS_L2_SIZE");
        _process = Process.Start(start)!;
        Versions = _process.StandardOutput.ReadLine()
            ?? throw new GwSmmException("The peer did not start. Install it: apt-get install python3-pot python3-numpy python3-scipy.");
    }

    /// <summary>The versions of the peer's packages, as JSON.</summary>
    public string Versions { get; }

    /// <summary>Has the peer do some work.</summary>
    /// <param name="request">The request.</param>
    /// <returns>Its values and the processor time of the best repeat.</returns>
    public PeerAnswer Ask(PeerRequest request)
    {
        _process.StandardInput.WriteLine(JsonSerializer.Serialize(request, Json));
        _process.StandardInput.Flush();
        var line = _process.StandardOutput.ReadLine() ?? throw new GwSmmException("The peer ended without an answer; its error is above.");
        return JsonSerializer.Deserialize<PeerAnswer>(line, Json)!;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
