using GwSmm.Benchmarks.Peers;

namespace GwSmm.Benchmarks.Encoders;

/// <summary>Times several ways to do the same work in turn.</summary>
internal static class Medians
{
    private const int Rounds = 9;
    private const int WarmUps = 2;

    /// <summary>Runs every way once a round.</summary>
    /// <param name="ways">The ways.</param>
    /// <returns>Of each, the median of the clock time and the least processor time.</returns>
    public static PeerTime[] Of(params Func<PeerTime>[] ways)
    {
        var times = ways.Select(_ => new List<PeerTime>()).ToArray();
        for (var round = -WarmUps; round < Rounds; round++)
        {
            for (var way = 0; way < ways.Length; way++)
            {
                var time = ways[way]();
                if (round >= 0)
                {
                    times[way].Add(time);
                }

                // Threads of a peer that wait actively come to rest.
                Thread.Sleep(20);
            }
        }

        return [.. times.Select(list => new PeerTime(Median(list.Select(time => time.Seconds)), list.Min(time => time.Cpu)))];
    }

    /// <summary>Times work of our own.</summary>
    /// <param name="repeats">How often it is done.</param>
    /// <param name="work">The work.</param>
    public static PeerTime Time(int repeats, Action work)
    {
        var (clock, cpu) = (System.Diagnostics.Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        for (var i = 0; i < repeats; i++)
        {
            work();
        }

        return new PeerTime(clock.Elapsed.TotalSeconds / repeats, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds / repeats);
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);
}
