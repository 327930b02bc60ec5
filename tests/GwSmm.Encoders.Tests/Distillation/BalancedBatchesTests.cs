namespace GwSmm.Encoders.Tests;

public class BalancedBatchesTests
{
    [Fact]
    public void Items_take_turns_and_each_response_comes_once_before_any_comes_again()
    {
        var batches = new BalancedBatches([5, 2, 9], seed: 3);
        var seen = new[] { new List<int>(), new List<int>(), new List<int>() };
        for (var b = 0; b < 9; b++)
        {
            var batch = batches.Next(5);
            Assert.Equal(5, batch.Sum(rows => rows.Length));
            for (var item = 0; item < 3; item++)
            {
                seen[item].AddRange(batch[item]);
            }
        }

        Assert.All(seen, rows => Assert.Equal(15, rows.Count));
        Assert.All(seen[0].Chunk(5), chunk => Assert.Equal([0, 1, 2, 3, 4], chunk.Order()));
        Assert.All(seen[1].Take(14).Chunk(2), chunk => Assert.Equal([0, 1], chunk.Order()));
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8], seen[2].Take(9).Order());
        Assert.NotEqual(seen[0][..5], seen[0][5..10]);
    }

    [Fact]
    public void The_seed_decides_the_order()
    {
        static int[] Order(ulong seed) => new BalancedBatches([30], seed).Next(30)[0];
        Assert.Equal(Order(1), Order(1));
        Assert.NotEqual(Order(1), Order(2));
    }
}
