using GwSmm.SampleData;

if (args.Length == 0 || SampleOptions.Parse(args.AsSpan(1)) is not { } options)
{
    Console.Error.WriteLine("usage: dotnet run --project eng/generate-data DIRECTORY [--train N] [--test N] [--noise PERCENT] [--seed N]    (the repository's is examples/data)");
    return 2;
}

Directory.CreateDirectory(args[0]);
foreach (var (name, text) in SampleFiles.Create(options))
{
    File.WriteAllText(Path.Combine(args[0], name), text);
}

return 0;
