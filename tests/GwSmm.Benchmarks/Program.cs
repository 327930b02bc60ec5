using BenchmarkDotNet.Running;
using GwSmm.Benchmarks;

if (args is ["gflops"])
{
    GflopsTable.Print();
}
else
{
    BenchmarkSwitcher.FromAssembly(typeof(GemmBenchmark).Assembly).Run(args, new ShortConfig());
}
