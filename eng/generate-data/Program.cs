using GwSmm.SampleData;

if (args.Length != 1)
{
    Console.Error.WriteLine("usage: dotnet run --project eng/generate-data DIRECTORY    (the repository's is examples/data)");
    return 2;
}

Directory.CreateDirectory(args[0]);
foreach (var (name, text) in SampleFiles.Create())
{
    File.WriteAllText(Path.Combine(args[0], name), text);
}

return 0;
