using GwSmm.Encoders;

namespace GwSmm.Cli.Tests;

public sealed class ResponseSplitTests
{
    [Fact]
    public void Every_set_of_labels_gives_nearly_its_share()
    {
        // Sets 00, 01, 10 and 11 with 40, 30, 20 and 10 responses.
        int[] sets = [.. Enumerable.Range(0, 100).Select(i => i < 40 ? 0 : i < 70 ? 1 : i < 90 ? 2 : 3)];
        var responses = Set(2, [.. sets.SelectMany(set => new[] { set >= 2, set % 2 == 1 })]);
        var (fit, held) = ResponseSplit.Of(responses, 0.2, 3);
        Assert.Equal((80, 20), (fit.Length, held.Length));
        Assert.Equal(Enumerable.Range(0, 100), fit.Concat(held).Order());
        Assert.All(Enumerable.Range(0, 4), set => Assert.InRange(held.Count(i => sets[i] == set) - (0.2 * sets.Count(s => s == set)), -1, 1));
        Assert.Equal(held, ResponseSplit.Of(responses, 0.2, 3).Held);
        Assert.NotEqual(held, ResponseSplit.Of(responses, 0.2, 4).Held);
        Assert.Empty(ResponseSplit.Of(responses, 0, 3).Held);
    }

    [Fact]
    public void The_only_response_with_or_without_a_label_stays_to_train_on()
    {
        for (var seed = 0UL; seed < 20; seed++)
        {
            var responses = Set(3, [.. Enumerable.Range(0, 20).SelectMany(i => new[] { i == 4, i != 7, i % 2 == 0 })]);
            var (fit, held) = ResponseSplit.Of(responses, 0.5, seed);
            Assert.Contains(4, fit);
            Assert.Contains(7, fit);
            Assert.InRange(held.Length, 8, 10);
        }
    }

    private static ResponseSet Set(int labels, bool[] flags) => ResponseSet.MultiLabel(
        "A", [.. Enumerable.Range(0, flags.Length / labels).Select(i => $"text {i}")], [.. Enumerable.Range(0, labels).Select(l => $"label {l}")], flags);
}
