using System.Text;

namespace GwSmm.SampleData;

/// <summary>Makes the mistakes that students make.</summary>
internal static class Spelling
{
    private static readonly Dictionary<string, string> Habits = new(StringComparer.Ordinal)
    {
        ["because"] = "becuase",
        ["their"] = "there",
        ["they're"] = "there",
        ["then"] = "than",
        ["energy"] = "enegry",
        ["light"] = "lite",
        ["through"] = "threw",
        ["which"] = "wich",
        ["different"] = "diffrent",
        ["oxygen"] = "oxigen",
        ["water"] = "watter",
        ["current"] = "curent",
        ["separate"] = "seperate",
        ["carbon"] = "carben",
        ["believe"] = "beleive",
        ["really"] = "realy",
        ["you"] = "u",
        ["and"] = "an",
    };

    /// <summary>Misspells about that many per cent of the words.</summary>
    public static string Damage(string text, int percent, SplitMix random)
    {
        var words = text.Split(' ');
        for (var i = 0; i < words.Length; i++)
        {
            if (random.Chance(percent))
            {
                words[i] = Misspell(words[i], random);
            }
        }

        return string.Join(' ', words);
    }

    private static string Misspell(string word, SplitMix random)
    {
        if (Habits.TryGetValue(word, out var habit))
        {
            return habit;
        }

        if (word.Length < 4)
        {
            return word;
        }

        // The first letter stays: that is where mistakes are rare.
        var at = 1 + random.Next(word.Length - 2);
        var letters = new StringBuilder(word);
        switch (random.Next(3))
        {
            case 0:
                letters.Remove(at, 1);
                break;
            case 1:
                letters.Insert(at, word[at]);
                break;
            default:
                (letters[at], letters[at + 1]) = (letters[at + 1], letters[at]);
                break;
        }

        return letters.ToString();
    }
}
