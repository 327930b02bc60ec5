using BenchmarkDotNet.Running;
using GwSmm.Benchmarks;
using GwSmm.Benchmarks.Baselines;
using GwSmm.Benchmarks.Deltas;
using GwSmm.Benchmarks.Encoders;
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
    case ["delta-ranks"]:
        RankTable.Print();
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
    case ["merge-responses", var threads, .. var methods]:
        ResponseMergeTable.Print(int.Parse(threads), methods.Length == 0 ? ["regmean", "regmean++", "progressive", "fisher"] : methods);
        break;
    case ["encoder-peers", var threads, .. var shapes]:
        EncoderPeerTable.Print(int.Parse(threads), shapes.Length == 0 ? ["minilm", "bert-base"] : shapes);
        break;
    case ["encoder-bytes", .. var shapes]:
        EncoderByteTable.Print(shapes.Length == 0 ? ["minilm"] : shapes);
        break;
    case ["encoder-training", var threads, .. var shapes]:
        TrainingPeerTable.Print(int.Parse(threads), shapes.Length == 0 ? ["mini", "minilm"] : shapes);
        break;
    case ["encoder-precision", var directory, var texts]:
        PrecisionTable.Print(directory, texts);
        break;
    case ["encoder-bodies", .. var files]:
        BodyCheck.Print(files);
        break;
    case ["encoder-memory"]:
        EncoderMemoryTable.Print();
        break;
    case ["encoder-profile", var threads, var shape, var count, var length, var precision]:
        EncoderMemoryTable.Profile(int.Parse(threads), shape, int.Parse(count), int.Parse(length), Enum.Parse<GwSmm.Encoders.EncoderPrecision>(precision));
        break;
    case ["sgemm-peers", .. var core]:
        SgemmPeerTable.Print(core.Length == 0 ? null : core[0]);
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(GemmBenchmark).Assembly).Run(args, new ShortConfig());
        break;
}
