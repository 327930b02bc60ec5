namespace GwSmm.Benchmarks;

/// <summary>
/// GFLOP/s of every shape on one thread by processor time instead of clock time: right also on a machine that others use. The
/// best of many batches counts.
/// </summary>
internal static class GflopsTable
{
    private const double OperationsPerBatch = 5e7;
    private const int Batches = 40;

    /// <summary>Prints a Markdown table.</summary>
    public static void Print()
    {
        Console.WriteLine("| product | float GFLOP/s | float time | double GFLOP/s |");
        Console.WriteLine("| --- | ---: | ---: | ---: |");
        foreach (var shape in GemmBenchmark.Shapes)
        {
            var benchmark = new GemmBenchmark { Shape = shape, ThreadCount = 1 };
            benchmark.Fill();
            var single = Best(benchmark.SinglePrecision, shape);
            var wide = Best(benchmark.DoublePrecision, shape);
            Console.WriteLine(
                $"| {shape} | {shape.Operations / single / 1e9:F1} | {single * 1e6:F1} us | {shape.Operations / wide / 1e9:F1} |");
        }
    }

    private static double Best(Action product, GemmShape shape)
    {
        var calls = (int)Math.Max(1, OperationsPerBatch / shape.Operations);
        var best = double.MaxValue;
        for (var batch = 0; batch < Batches; batch++)
        {
            var before = Environment.CpuUsage.TotalTime;
            for (var call = 0; call < calls; call++)
            {
                product();
            }

            best = Math.Min(best, (Environment.CpuUsage.TotalTime - before).TotalSeconds / calls);
        }

        return best;
    }
}
