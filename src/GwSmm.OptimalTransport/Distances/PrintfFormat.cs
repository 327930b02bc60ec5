using System.Globalization;

namespace GwSmm.OptimalTransport;

/// <summary>Prints numbers as C's <c>printf("%.17g")</c> does, so that files are equal to those that C, Python and R write.</summary>
public static class PrintfFormat
{
    private const int Digits = 17;

    /// <summary>Formats a number with at most 17 significant digits, which any reader turns back into the same bits.</summary>
    /// <param name="value">The number; NaN gives <c>nan</c>, infinities <c>inf</c> and <c>-inf</c>.</param>
    /// <returns>Such as <c>0.5</c>, <c>0.10000000000000001</c> or <c>9.9999999999999995e-08</c>.</returns>
    public static string G17(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }

        // d.dddddddddddddddde+NNN: the exponent decides between the two styles after rounding, as the C standard demands.
        var scientific = Math.Abs(value).ToString("e16", CultureInfo.InvariantCulture);
        var sign = double.IsNegative(value) ? "-" : string.Empty;
        var split = scientific.IndexOf('e', StringComparison.Ordinal);
        var exponent = int.Parse(scientific.AsSpan(split + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var digits = string.Concat(scientific.AsSpan(0, 1), scientific.AsSpan(2, Digits - 1)).TrimEnd('0');
        if (digits.Length == 0)
        {
            return sign + "0";
        }

        if (exponent is < -4 or >= Digits)
        {
            var fraction = digits.Length > 1 ? "." + digits[1..] : string.Empty;
            var exponentSign = exponent < 0 ? '-' : '+';
            return string.Create(CultureInfo.InvariantCulture, $"{sign}{digits[0]}{fraction}e{exponentSign}{Math.Abs(exponent):00}");
        }

        if (exponent < 0)
        {
            return sign + "0." + new string('0', -exponent - 1) + digits;
        }

        return digits.Length <= exponent + 1
            ? sign + digits.PadRight(exponent + 1, '0')
            : sign + digits[..(exponent + 1)] + "." + digits[(exponent + 1)..];
    }
}
