namespace GwSmm.Numerics.Tests;

public sealed class ErfTests
{
    // Values of the NIST Digital Library of Mathematical Functions, section 7.
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.5, 0.5204998778130465)]
    [InlineData(-1, -0.8427007929497149)]
    [InlineData(2, 0.9953222650189527)]
    [InlineData(double.PositiveInfinity, 1)]
    public void Value_IsKnown(double x, double expected)
    {
        Samples.Close(expected, Erf.Value(x), 2e-15, $"erf({x})");
        Samples.Close(1 - expected, Erf.Complement(x), 2e-15, $"erfc({x})");
    }

    [Fact]
    public void Complement_KeepsSmallNumbers() => Samples.Close(1, Erf.Complement(10) / 2.088487583762545e-45, 1e-13, "erfc(10)");

    [Fact]
    public void NaN_GivesNaN()
    {
        Assert.True(double.IsNaN(Erf.Value(double.NaN)));
        Assert.True(double.IsNaN(Erf.Complement(double.NaN)));
    }
}
