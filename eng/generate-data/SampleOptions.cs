namespace GwSmm.SampleData;

/// <summary>How many responses to write; the defaults are those of <c>examples/data</c>.</summary>
public sealed record SampleOptions
{
    /// <summary>Responses to train on, of each item.</summary>
    public int Train { get; init; } = 200;

    /// <summary>Responses to test with, of each item.</summary>
    public int Test { get; init; } = 60;

    /// <summary>Per cent of the marks, key ideas and misconceptions alike, that the person who rated got wrong.</summary>
    public int Noise { get; init; }

    /// <summary>Decides the responses and the wrong marks.</summary>
    public int Seed { get; init; } = 1000;

    /// <summary>Reads <c>--train N --test N --noise PERCENT --seed N</c>.</summary>
    /// <returns>The options; null where they are wrong.</returns>
    public static SampleOptions? Parse(ReadOnlySpan<string> args)
    {
        var options = new SampleOptions();
        for (; args.Length >= 2 && int.TryParse(args[1], out var value) && value >= 0; args = args[2..])
        {
            switch (args[0])
            {
                case "--train":
                    options = options with { Train = value };
                    break;
                case "--test":
                    options = options with { Test = value };
                    break;
                case "--noise" when value <= 50:
                    options = options with { Noise = value };
                    break;
                case "--seed":
                    options = options with { Seed = value };
                    break;
                default:
                    return null;
            }
        }

        return args.IsEmpty ? options : null;
    }
}
