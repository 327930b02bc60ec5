using System.Text;

namespace GwSmm.SampleData;

/// <summary>Expands <c>{a|b}</c> choices.</summary>
internal static class Phrase
{
    public static string Expand(string template, SplitMix random)
    {
        var text = new StringBuilder();
        var position = 0;
        while (position < template.Length)
        {
            var open = template.IndexOf('{', position);
            if (open < 0)
            {
                break;
            }

            var close = template.IndexOf('}', open);
            text.Append(template, position, open - position);
            text.Append(random.Pick(template[(open + 1)..close].Split('|')));
            position = close + 1;
        }

        text.Append(template, position, template.Length - position);
        return text.Replace("  ", " ").ToString().Trim();
    }
}
