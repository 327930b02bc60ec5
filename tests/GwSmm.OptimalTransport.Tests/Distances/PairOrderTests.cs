using FsCheck;
using FsCheck.Fluent;

namespace GwSmm.OptimalTransport.Tests;

public class PairOrderTests
{
    private static readonly Arbitrary<(int Spaces, int Shards, int Rows)> Cases = Arb.From(
        from spaces in Gen.Choose(1, 110)
        from shards in Gen.Choose(1, 40)
        from rows in Gen.Choose(1, 40)
        select (spaces, shards, rows));

    [Fact]
    public void Every_pair_has_a_position_of_its_own() => Prop.ForAll(Cases, given =>
    {
        var order = new PairOrder(given.Spaces);
        var seen = new bool[order.Total];
        for (var i = 0; i < given.Spaces; i++)
        {
            for (var j = i + 1; j < given.Spaces; j++)
            {
                seen[order.PositionOf(i, j)] = true;
            }
        }

        Assert.DoesNotContain(false, seen);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(60).WithReplay(new Replay(new Rnd(17, 5), null)));

    [Fact]
    public void Every_pair_is_in_exactly_one_shard_and_shards_are_balanced() => Prop.ForAll(Cases, given =>
    {
        var order = new PairOrder(given.Spaces);
        var shards = Enumerable.Range(1, given.Shards).Select(index =>
        {
            var (start, end) = new PairShard(index, given.Shards).RangeOf(order.Total);
            return order.Enumerate(start, end, given.Rows).ToArray();
        }).ToArray();

        var all = shards.SelectMany(pairs => pairs).ToArray();
        Assert.Equal(order.Total, all.Length);
        Assert.Equal(order.Total, all.Distinct().Count());
        Assert.True(all.All(pair => pair.First < pair.Second && pair.Second < given.Spaces));
        Assert.InRange(shards.Max(pairs => pairs.Length) - shards.Min(pairs => pairs.Length), 0, 1);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(60).WithReplay(new Replay(new Rnd(17, 5), null)));

    [Fact]
    public void Consecutive_pairs_need_few_spaces()
    {
        var order = new PairOrder(500);

        var spaces = order.Enumerate(50_000, 52_000, PairOrder.StripeRows).SelectMany(pair => new[] { pair.First, pair.Second }).Distinct().Count();

        Assert.InRange(spaces, 1, PairOrder.StripeRows + (2_000 / PairOrder.StripeRows) + 2);
    }

    [Fact]
    public void The_order_is_that_of_the_file_format()
    {
        var order = new PairOrder(100);

        Assert.Equal([(0, 1), (0, 2), (1, 2), (0, 3)], order.Enumerate(0, 4, PairOrder.StripeRows));
        Assert.Equal(4950, order.Total);
        Assert.Equal((32 * 31 / 2) + 5, order.PositionOf(5, 32));
        Assert.Equal((32 * 31 / 2) + (32 * 68), order.PositionOf(32, 33));
        Assert.Equal(4949, order.PositionOf(98, 99));
    }
}
