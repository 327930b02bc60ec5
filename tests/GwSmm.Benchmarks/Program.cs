using BenchmarkDotNet.Running;
using GwSmm.Benchmarks;
using GwSmm.Benchmarks.Baselines;
using GwSmm.Benchmarks.Transport;

switch (args)
{
    case ["gflops"]:
        GflopsTable.Print();
        break;
    case ["tfidf-ridge", ..]:
        TfidfRidgeTable.Print(args.AsSpan(1));
        break;
    case ["transport-peers", .. var sizes]:
        TransportPeerTable.Print(sizes.Length == 0 ? [100, 200, 500, 1000] : [.. sizes.Select(int.Parse)]);
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(GemmBenchmark).Assembly).Run(args, new ShortConfig());
        break;
}
