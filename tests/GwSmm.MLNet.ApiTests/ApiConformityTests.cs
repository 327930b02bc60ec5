using Mono.Cecil;

namespace GwSmm.MLNet.ApiTests;

public class ApiConformityTests
{
    private static readonly ApiList List = ApiList.Load();
    private static readonly string StandIn = Path.Combine(AppContext.BaseDirectory, "stand-in");

    [Theory]
    [InlineData("GwSmm.Numerics.dll", false)]
    [InlineData("GwSmm.OptimalTransport.dll", false)]
    [InlineData("GwSmm.Evaluation.dll", false)]
    [InlineData("GwSmm.Encoders.dll", false)]
    [InlineData("GwSmm.Merging.dll", false)]
    [InlineData("GwSmm.MLNet.dll", true)]
    [InlineData("gwsmm.dll", null)]
    public void Our_assemblies_use_only_what_every_version_has(string file, bool? usesMLNet)
    {
        using ModuleDefinition module = Read(Path.Combine(AppContext.BaseDirectory, file), AppContext.BaseDirectory);
        Assert.Equal(usesMLNet ?? ApiCheck.CountReferences(module) > 0, ApiCheck.CountReferences(module) > 0);
        Assert.Equal("", string.Join('\n', ApiCheck.FindUnlistedReferences(module, List)));
    }

    [Theory]
    [InlineData("Microsoft.ML.DataView.dll")]
    [InlineData("Microsoft.ML.Core.dll")]
    [InlineData("Microsoft.ML.Data.dll")]
    [InlineData("Microsoft.ML.Tokenizers.dll")]
    public void The_stand_in_offers_only_what_every_version_has(string file)
    {
        using ModuleDefinition module = Read(Path.Combine(StandIn, file), StandIn);
        Assert.Equal("", string.Join('\n', ApiCheck.FindUnlistedSurface(module, List)));
    }

    [Fact]
    public void The_list_is_whole() => Assert.Equal(2092, List.Count);

    [Fact]
    public void A_reference_to_what_is_not_listed_is_found()
    {
        using AssemblyDefinition assembly = CreateEmpty();
        ModuleDefinition module = assembly.MainModule;
        var core = new AssemblyNameReference("Microsoft.ML.Core", new Version(1, 0));
        module.AssemblyReferences.Add(core);
        var invented = new TypeReference("Microsoft.ML", "Invented", module, core);
        var known = new TypeReference("Microsoft.ML", "ITransformer", module, core);
        var type = new TypeDefinition("Probe", "User", TypeAttributes.Public, module.TypeSystem.Object);
        type.Fields.Add(new FieldDefinition("_a", FieldAttributes.Private, invented));
        type.Fields.Add(new FieldDefinition("_b", FieldAttributes.Private, known));
        var method = new MethodDefinition("Call", MethodAttributes.Public | MethodAttributes.Static, module.TypeSystem.Void);
        method.Body.GetILProcessor().Emit(Mono.Cecil.Cil.OpCodes.Call, new MethodReference("Guess", module.TypeSystem.Void, known));
        method.Body.GetILProcessor().Emit(Mono.Cecil.Cil.OpCodes.Ret);
        type.Methods.Add(method);
        module.Types.Add(type);

        using ModuleDefinition written = Write(assembly);
        Assert.Equal(["Microsoft.ML.Invented", "System.Void Microsoft.ML.ITransformer::Guess()"], ApiCheck.FindUnlistedReferences(written, List));
    }

    [Fact]
    public void A_public_member_that_is_not_listed_is_found()
    {
        using AssemblyDefinition assembly = CreateEmpty();
        ModuleDefinition module = assembly.MainModule;
        var type = new TypeDefinition("Microsoft.ML", "ITransformer", TypeAttributes.Public | TypeAttributes.Interface | TypeAttributes.Abstract);
        const MethodAttributes abstractMethod = MethodAttributes.Public | MethodAttributes.Abstract | MethodAttributes.Virtual | MethodAttributes.NewSlot;
        type.Methods.Add(new MethodDefinition("get_IsRowToRowMapper", abstractMethod, module.TypeSystem.Boolean));
        type.Methods.Add(new MethodDefinition("get_IsRowToRowMapping", abstractMethod, module.TypeSystem.Boolean));
        module.Types.Add(type);
        module.Types.Add(new TypeDefinition("Microsoft.ML", "Hidden", TypeAttributes.NotPublic, module.TypeSystem.Object));

        // Internal members of the real thing are not public ones.
        module.Types.Add(new TypeDefinition("Microsoft.ML", "RepositoryWriter", TypeAttributes.Public, module.TypeSystem.Object));

        using ModuleDefinition written = Write(assembly);
        Assert.Equal(
            ["Microsoft.ML.RepositoryWriter", "System.Boolean Microsoft.ML.ITransformer::get_IsRowToRowMapping()"],
            ApiCheck.FindUnlistedSurface(written, List));
    }

    private static AssemblyDefinition CreateEmpty() =>
        AssemblyDefinition.CreateAssembly(new AssemblyNameDefinition("Probe", new Version(1, 0)), "Probe", ModuleKind.Dll);

    private static ModuleDefinition Write(AssemblyDefinition assembly)
    {
        var stream = new MemoryStream();
        assembly.Write(stream);
        stream.Position = 0;
        return ModuleDefinition.ReadModule(stream, new ReaderParameters { AssemblyResolver = Resolver(AppContext.BaseDirectory) });
    }

    private static ModuleDefinition Read(string path, string folder) =>
        ModuleDefinition.ReadModule(path, new ReaderParameters { AssemblyResolver = Resolver(folder) });

    private static DefaultAssemblyResolver Resolver(string folder)
    {
        var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(folder);
        resolver.AddSearchDirectory(Path.GetDirectoryName(typeof(object).Assembly.Location)!);
        return resolver;
    }
}
