using System.Globalization;
using GwSmm.OptimalTransport;

namespace GwSmm.Merging.Tests;

/// <summary>The similarity matrix published with the GW-SMM paper, models 1 to 9.</summary>
internal static class PublishedSimilarity
{
    private const string Rows =
        "1 .97 .43 .76 .49 .67 .74 .97 0; .97 1 .55 .80 .47 .74 .82 .99 .21; .43 .55 1 .71 .36 .87 .71 .66 .78; .76 .80 .71 1 .50 .86 .93 .79 .42; "
        + ".49 .47 .36 .50 1 .53 .47 .49 .10; .67 .74 .87 .86 .53 1 .89 .72 .68; .74 .82 .71 .93 .47 .89 1 .81 .41; .97 .99 .66 .79 .49 .72 .81 1 .17; "
        + "0 .21 .78 .42 .10 .68 .41 .17 1";

    public static double[] Values => [.. Rows.Split([' ', ';'], StringSplitOptions.RemoveEmptyEntries).Select(text => double.Parse(text, CultureInfo.InvariantCulture))];

    public static DistanceMatrix Distances => Similarity.ToDistances(["1", "2", "3", "4", "5", "6", "7", "8", "9"], Values);
}
