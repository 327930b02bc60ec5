using System.Diagnostics;
using System.Globalization;
using GwSmm.Encoders;
using GwSmm.Merging;

namespace GwSmm.Benchmarks.Merging;

/// <summary>
/// Merges three checkpoints of the size of BERT-base from directory to directory and prints seconds, processor seconds, bytes and peak memory. Each method
/// runs in a process of its own, so that its peak is its own.
/// </summary>
internal static class MergeThroughput
{
    private const int Repeats = 3;

    /// <summary>Writes random checkpoints to a temporary folder, merges them by every method named, and removes them.</summary>
    /// <param name="methods">The methods; average and ties where none is named.</param>
    public static void Print(string[] methods)
    {
        var folder = Directory.CreateTempSubdirectory("gwsmm-merge-").FullName;
        try
        {
            RandomCheckpoints.Write(folder);
            Console.WriteLine($"Three checkpoints of {new FileInfo(Path.Combine(folder, "a", "model.safetensors")).Length} bytes and their base, {Environment.ProcessorCount} processors; {Repeats} merges after one to warm up.");
            foreach (var method in methods.Length == 0 ? ["average", "ties"] : methods)
            {
                RunChild(folder, method);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Merges the checkpoints of a folder by one method and prints a line.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="name">The method.</param>
    public static void Measure(string folder, string name)
    {
        var seconds = new List<double>();
        var processor = new List<double>();
        for (var repeat = 0; repeat <= Repeats; repeat++)
        {
            var watch = Stopwatch.StartNew();
            var before = Environment.CpuUsage.TotalTime;
            Merge(folder, (ITensorMergeMethod)MergeMethods.Create(name));
            if (repeat > 0)
            {
                seconds.Add(watch.Elapsed.TotalSeconds);
                processor.Add((Environment.CpuUsage.TotalTime - before).TotalSeconds);
            }
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-16} best {seconds.Min():0.00} s, median {seconds.Order().ElementAt(Repeats / 2):0.00} s; processor time best {processor.Min():0.00} s, median {processor.Order().ElementAt(Repeats / 2):0.00} s; peak memory {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:0} MB"));
    }

    // Checks every value, merges, writes, and waits for the disk.
    private static void Merge(string folder, ITensorMergeMethod method)
    {
        using var origin = EncoderCheckpoint.Open(Path.Combine(folder, RandomCheckpoints.Base));
        EncoderCheckpoint[] models = [.. RandomCheckpoints.Models.Select(name => EncoderCheckpoint.Open(Path.Combine(folder, name)))];
        var source = new CheckpointSource(RandomCheckpoints.Models, models, method.NeedsBase ? origin : null);
        SourceScan.Read(source, Environment.ProcessorCount);
        using (var writer = new EncoderCheckpointWriter(Path.Combine(folder, "merged"), origin.Config, origin.Vocabulary, origin.LowerCase))
        {
            StreamingMerge.Merge(method, source, new CheckpointTarget(writer), Environment.ProcessorCount);
            writer.Complete();
        }

        Array.ForEach(models, model => model.Dispose());
    }

    private static void RunChild(string folder, string method)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) is "dotnet")
        {
            start.ArgumentList.Add(typeof(MergeThroughput).Assembly.Location);
        }

        foreach (var argument in new[] { "merge-throughput-of", folder, method })
        {
            start.ArgumentList.Add(argument);
        }

        using var child = Process.Start(start)!;
        child.WaitForExit();
        if (child.ExitCode != 0)
        {
            throw new InvalidOperationException($"Merging by {method} ended with exit code {child.ExitCode}.");
        }
    }
}
