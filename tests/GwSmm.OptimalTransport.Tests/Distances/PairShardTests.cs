namespace GwSmm.OptimalTransport.Tests;

public class PairShardTests
{
    [Theory]
    [InlineData("1/1", 1, 1)]
    [InlineData("3/8", 3, 8)]
    [InlineData("5000/5000", 5000, 5000)]
    public void Text_is_read_and_written(string text, int index, int count)
    {
        Assert.Equal(new PairShard(index, count), PairShard.Parse(text));
        Assert.Equal(text, new PairShard(index, count).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("0/2")]
    [InlineData("3/2")]
    [InlineData("1/0")]
    [InlineData("-1/2")]
    [InlineData("1/2/3")]
    [InlineData("a/b")]
    public void Other_text_is_refused(string text) =>
        Assert.Contains($"'{text}'; expected I/N", Assert.Throws<GwSmmException>(() => PairShard.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Numbers_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new PairShard(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PairShard(2, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PairShard(1, 0));
    }
}
