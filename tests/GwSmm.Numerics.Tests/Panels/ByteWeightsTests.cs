namespace GwSmm.Numerics.Tests;

public class ByteWeightsTests
{
    [Fact]
    public void RoundsToTheNearestOfItsScaleAndKeepsPairsSmall()
    {
        var random = new DeterministicRandom(1);
        float[] weight = [.. Enumerable.Range(0, 40 * 37).Select(_ => (float)random.NextGaussian())];
        var bytes = new ByteWeights(new FloatWeights(weight, new float[40]));
        Assert.Equal(40, bytes.Stride);
        for (var output = 0; output < 40; output++)
        {
            var row = bytes.Values.AsSpan(output * 40, 40).ToArray();
            for (var input = 0; input < 37; input++)
            {
                Assert.InRange(Math.Abs((row[input] * bytes.Scales[output]) - weight[(output * 37) + input]), 0, bytes.Scales[output] * 0.501);
            }

            for (var input = 0; input < 40; input += 2)
            {
                Assert.InRange(row[input] + row[input + 1], -128, 128);
            }

            Assert.All(row[37..], value => Assert.Equal(0, value));
            Assert.Equal(bytes.Scales[output] * row.Sum(value => value), bytes.Sums[output]);
        }
    }

    [Fact]
    public void ZerosStayZeros()
    {
        var bytes = new ByteWeights(new FloatWeights(new float[8], [1f, 2f]));
        Assert.All(bytes.Values, value => Assert.Equal(0, value));
        Assert.Equal([0f, 0f], bytes.Scales);
    }

    [Fact]
    public void TakesAQuarterOfTheMemory()
    {
        var bytes = new ByteWeights(new FloatWeights(new float[384 * 384], new float[384]));
        Assert.InRange(bytes.Bytes, 384 * 384, 384 * 384 * 1.03);
    }
}
