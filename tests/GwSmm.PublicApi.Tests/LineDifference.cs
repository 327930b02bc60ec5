namespace GwSmm.PublicApi.Tests;

/// <summary>What changed between two texts, line by line.</summary>
internal static class LineDifference
{
    /// <summary>Lines that are gone (-) and new (+), in order, by longest common subsequence.</summary>
    public static string Describe(string expected, string actual)
    {
        var before = expected.Split('\n');
        var after = actual.Split('\n');
        var common = new int[before.Length + 1, after.Length + 1];
        for (var i = before.Length - 1; i >= 0; i--)
        {
            for (var j = after.Length - 1; j >= 0; j--)
            {
                common[i, j] = Same(before[i], after[j]) ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        var lines = new List<string>();
        int left = 0, right = 0;
        while (left < before.Length || right < after.Length)
        {
            if (left < before.Length && right < after.Length && Same(before[left], after[right]))
            {
                left++;
                right++;
            }
            else if (right >= after.Length || (left < before.Length && common[left + 1, right] >= common[left, right + 1]))
            {
                lines.Add("- " + before[left++]);
            }
            else
            {
                lines.Add("+ " + after[right++]);
            }
        }

        return string.Join('\n', lines);
    }

    private static bool Same(string first, string second) => string.Equals(first, second, StringComparison.Ordinal);
}
