using BenchmarkDotNet.Running;
using GwSmm.Benchmarks;
using GwSmm.Benchmarks.Baselines;
using GwSmm.Benchmarks.Deltas;
using GwSmm.Benchmarks.Merging;
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
    case ["transport-parity", var instances]:
        TransportParity.Print(int.Parse(instances));
        break;
    case ["many-models", var models, var count, var threads, var kind]:
        ManyModelsTable.PrintPairs(int.Parse(models), int.Parse(count), int.Parse(threads), kind);
        break;
    case ["nearest-models", var models, var count, var pairs]:
        ManyModelsTable.PrintNearest(int.Parse(models), int.Parse(count), int.Parse(pairs));
        break;
    case ["delta-scoring"]:
        DeltaScoringTable.Print();
        break;
    case ["container-bytes", .. var rows]:
        ContainerBytesTable.Print(rows.Length == 0 ? 3000 : int.Parse(rows[0]));
        break;
    case ["merge-throughput", .. var methods]:
        MergeThroughput.Print(methods);
        break;
    case ["merge-throughput-of", var folder, var method]:
        MergeThroughput.Measure(folder, method);
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(GemmBenchmark).Assembly).Run(args, new ShortConfig());
        break;
}
