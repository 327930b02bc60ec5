using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;

namespace GwSmm.Encoders.Tests.Text;

public sealed class Gpt2WordSplitterTests
{
    // On the basic plane .NET's patterns see the same classes as the original.
    private static readonly Regex Pattern = new(
        @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5));

    [Fact]
    public void The_scanner_cuts_where_the_pattern_cuts()
    {
        var character = Gen.Elements([.. " \t\n\u00A0\u3000'strevmldaA\u00E9\u0301\u4E2D1\u00BD\u0663_-$.\u200D\u0085"]);
        var texts = character.ListOf().Select(list => new string([.. list]));

        Prop.ForAll(texts.ToArbitrary(), text => Words(text).SequenceEqual(Pattern.Matches(text).Select(match => match.Value), StringComparer.Ordinal))
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Letters_and_digits_outside_the_basic_plane_are_letters_and_digits() =>
        Assert.Equal(["\U0001D49Cb", "\U0001D7D81", " \U0001F600!"], Words("\U0001D49Cb\U0001D7D81 \U0001F600!"));

    [Fact]
    public void Contractions_are_words_in_lower_case_only() => Assert.Equal(["it", "'s", " they", "'ll", " IT", "'", "S", " '", "s"], Words("it's they'll IT'S 's"));

    private static List<string> Words(string text)
    {
        var words = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var end = Gpt2WordSplitter.EndOfWord(text, start);
            words.Add(text[start..end]);
            start = end;
        }

        return words;
    }
}
