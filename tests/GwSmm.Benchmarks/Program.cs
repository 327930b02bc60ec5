using BenchmarkDotNet.Running;
using GwSmm.Benchmarks;
using GwSmm.Benchmarks.Baselines;

switch (args)
{
    case ["gflops"]:
        GflopsTable.Print();
        break;
    case ["tfidf-ridge", ..]:
        TfidfRidgeTable.Print(args.AsSpan(1));
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(GemmBenchmark).Assembly).Run(args, new ShortConfig());
        break;
}
