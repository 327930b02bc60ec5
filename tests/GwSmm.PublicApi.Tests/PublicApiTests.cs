using System.Reflection;
using PublicApiGenerator;

namespace GwSmm.PublicApi.Tests;

/// <summary>
/// The public members of each library stand in a PublicApi.txt beside its project, so that a change to them shows in a review.
/// Run the tests with GWSMM_UPDATE_PUBLIC_API=1 to write the files anew.
/// </summary>
public class PublicApiTests
{
    private static readonly string Source = typeof(PublicApiTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => string.Equals(attribute.Key, "SourceDirectory", StringComparison.Ordinal)).Value!;

    public static TheoryData<string> Libraries => ["GwSmm.Numerics", "GwSmm.OptimalTransport", "GwSmm.Encoders", "GwSmm.Merging", "GwSmm.Evaluation", "GwSmm.MLNet"];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Public_members_are_those_on_record(string library)
    {
        var path = Path.Combine(Source, library, "PublicApi.txt");
        var actual = Assembly.Load(library).GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false }).ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (string.Equals(Environment.GetEnvironmentVariable("GWSMM_UPDATE_PUBLIC_API"), "1", StringComparison.Ordinal))
        {
            File.WriteAllText(path, actual);
        }

        var expected = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : string.Empty;
        Assert.True(
            string.Equals(expected, actual, StringComparison.Ordinal),
            $"The public API of {library} is not what src/{library}/PublicApi.txt says:\n{LineDifference.Describe(expected, actual)}\n"
            + "If this is meant, run `GWSMM_UPDATE_PUBLIC_API=1 dotnet test tests/GwSmm.PublicApi.Tests` and commit the file.");
    }

    [Fact]
    public void A_difference_names_added_and_removed_lines()
    {
        var text = LineDifference.Describe("a\nb\nc\n", "a\nc\nd\n");

        Assert.Equal("- b\n+ d", text);
    }
}
