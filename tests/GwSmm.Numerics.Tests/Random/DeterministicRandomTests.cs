namespace GwSmm.Numerics.Tests;

public sealed class DeterministicRandomTests
{
    [Fact]
    public void Sequence_IsPartOfThePromise()
    {
        var random = new DeterministicRandom(42);
        ulong[] drawn = [random.NextUInt64(), random.NextUInt64(), random.NextUInt64()];
        Assert.Equal([1546998764402558742UL, 6990951692964543102UL, 12544586762248559009UL], drawn);
    }

    [Fact]
    public void NextDouble_FillsTheUnitInterval()
    {
        var random = new DeterministicRandom(1);
        var bins = new int[10];
        for (var i = 0; i < 100_000; i++)
        {
            var value = random.NextDouble();
            Assert.InRange(value, 0, 1 - 1e-17);
            bins[(int)(value * 10)]++;
        }

        Assert.All(bins, bin => Assert.InRange(bin, 9_500, 10_500));
    }

    [Fact]
    public void NextGaussian_HasTheMomentsOfTheNormal()
    {
        var random = new DeterministicRandom(2);
        double sum = 0, squares = 0, fourth = 0;
        const int Count = 200_000;
        for (var i = 0; i < Count; i++)
        {
            var value = random.NextGaussian();
            sum += value;
            squares += value * value;
            fourth += value * value * value * value;
        }

        Assert.InRange(sum / Count, -0.01, 0.01);
        Assert.InRange(squares / Count, 0.98, 1.02);
        Assert.InRange(fourth / Count, 2.9, 3.1);
    }

    [Fact]
    public void Next_IsUniformBelowItsBound()
    {
        var random = new DeterministicRandom(3);
        var bins = new int[7];
        for (var i = 0; i < 70_000; i++)
        {
            bins[random.Next(7)]++;
        }

        Assert.All(bins, bin => Assert.InRange(bin, 9_500, 10_500));
        Assert.Equal(0, random.Next(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.Next(0));
    }

    [Fact]
    public void Shuffle_KeepsTheValuesAndChangesTheOrder()
    {
        var values = Enumerable.Range(0, 100).ToArray();
        new DeterministicRandom(4).Shuffle(values.AsSpan());
        Assert.NotEqual(Enumerable.Range(0, 100), values);
        Assert.Equal(Enumerable.Range(0, 100), values.Order());
    }

    [Fact]
    public void Derive_SeparatesPurposesAndSeeds()
    {
        var seeds = new HashSet<ulong>();
        for (var seed = 0UL; seed < 100; seed++)
        {
            Assert.True(seeds.Add(DeterministicRandom.Derive(seed, "dropout")));
            Assert.True(seeds.Add(DeterministicRandom.Derive(seed, "order")));
            Assert.True(seeds.Add(DeterministicRandom.Derive(seed, "")));
        }

        Assert.Equal(DeterministicRandom.Derive(7, "dropout"), DeterministicRandom.Derive(7, "dropout"));
        Assert.Throws<ArgumentNullException>(() => DeterministicRandom.Derive(7, null!));
    }
}
