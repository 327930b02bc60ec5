namespace GwSmm.Benchmarks.Peers;

/// <summary>Starts the peers of the encoder.</summary>
internal static class EncoderPeers
{
    /// <summary>The folder whose node_modules holds onnxruntime-node: GWSMM_PEERS, or gwsmm-peers in the folder for temporary files.</summary>
    private static string Folder => Environment.GetEnvironmentVariable("GWSMM_PEERS") ?? Path.Combine(Path.GetTempPath(), "gwsmm-peers");

    /// <summary>ONNX Runtime in Node.js.</summary>
    public static LinePeer OnnxRuntime() => new("node", ["ort_peer.js", Folder], new Dictionary<string, string>(StringComparer.Ordinal), $"npm install --prefix {Folder} onnxruntime-node");

    /// <summary>PyTorch and numpy in Python.</summary>
    /// <param name="threads">Threads of its libraries.</param>
    /// <param name="core">The kernels that OpenBLAS is to use; null for those of the environment, or else its own choice.</param>
    public static LinePeer Torch(int threads, string? core = null)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["OMP_NUM_THREADS"] = $"{threads}", ["OPENBLAS_NUM_THREADS"] = $"{threads}" };
        if (core is not null)
        {
            environment["OPENBLAS_CORETYPE"] = core;
        }

        return new LinePeer("/usr/bin/python3", ["torch_peer.py"], environment, "apt-get install python3-torch python3-numpy");
    }
}
