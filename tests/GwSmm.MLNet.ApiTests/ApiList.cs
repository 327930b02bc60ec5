namespace GwSmm.MLNet.ApiTests;

/// <summary>The members that the versions of ML.NET have in common, by Cecil's full names.</summary>
internal sealed class ApiList
{
    private readonly HashSet<string> _public = new(StringComparer.Ordinal);
    private readonly HashSet<string> _internal = new(StringComparer.Ordinal);

    private ApiList()
    {
    }

    public int Count => _public.Count + _internal.Count;

    public static ApiList Load()
    {
        var list = new ApiList();
        foreach (string line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Golden", "mlnet-api", "members.tsv")))
        {
            // assembly, visibility, kind, full name
            string[] cells = line.Split('\t');
            (string.Equals(cells[1], "public", StringComparison.Ordinal) ? list._public : list._internal).Add(cells[3]);
        }

        return list;
    }

    public bool IsPublic(string fullName) => _public.Contains(fullName);

    public bool Has(string fullName) => _public.Contains(fullName) || _internal.Contains(fullName);
}
