using GwSmm.Build;

if (args.Length != 2)
{
    Console.Error.WriteLine("usage: publicize <assembly> <copy>");
    return 2;
}

try
{
    byte[] image = File.ReadAllBytes(args[0]);
    AssemblyPublicizer.Publicize(image);

    // Parallel builds may ask for the same copy: write aside, then replace in one step.
    string copy = Path.GetFullPath(args[1]);
    Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
    string temporary = $"{copy}.{Environment.ProcessId}.tmp";
    File.WriteAllBytes(temporary, image);
    File.Move(temporary, copy, overwrite: true);
    return 0;
}
catch (Exception e) when (e is IOException or BadImageFormatException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"publicize : error GWSMM001: cannot make a public copy of '{args[0]}': {e.Message}");
    return 1;
}
