using FsCheck;
using FsCheck.Fluent;

namespace GwSmm.OptimalTransport.Tests;

public class PrintfFormatTests
{
    // What C's printf("%.17g") prints.
    [Theory]
    [InlineData(0.0, "0")]
    [InlineData(-0.0, "-0")]
    [InlineData(1.0, "1")]
    [InlineData(0.5, "0.5")]
    [InlineData(-2.25, "-2.25")]
    [InlineData(0.1, "0.10000000000000001")]
    [InlineData(1.0 / 3, "0.33333333333333331")]
    [InlineData(1e-4, "0.0001")]
    [InlineData(1e-5, "1.0000000000000001e-05")]
    [InlineData(1e-7, "9.9999999999999995e-08")]
    [InlineData(0.00012345, "0.00012344999999999999")]
    [InlineData(123456789.125, "123456789.125")]
    [InlineData(1e15, "1000000000000000")]
    [InlineData(1e16, "10000000000000000")]
    [InlineData(1e17, "1e+17")]
    [InlineData(1.5e17, "1.5e+17")]
    [InlineData(12345678901234567.0, "12345678901234568")]
    [InlineData(99999999999999990.0, "99999999999999984")]
    [InlineData(1e100, "1e+100")]
    [InlineData(double.MaxValue, "1.7976931348623157e+308")]
    [InlineData(double.Epsilon, "4.9406564584124654e-324")]
    [InlineData(double.NaN, "nan")]
    [InlineData(double.PositiveInfinity, "inf")]
    [InlineData(double.NegativeInfinity, "-inf")]
    public void Prints_as_C_does(double value, string expected) => Assert.Equal(expected, PrintfFormat.G17(value));

    [Fact]
    public void Every_number_is_read_back_with_the_same_bits() =>
        Prop.ForAll(ArbMap.Default.ArbFor<double>().Filter(double.IsFinite), value =>
            BitConverter.DoubleToInt64Bits(double.Parse(PrintfFormat.G17(value))) == BitConverter.DoubleToInt64Bits(value))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000).WithReplay(new Replay(new Rnd(1, 3), null)));
}
