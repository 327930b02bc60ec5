namespace GwSmm.Encoders.Tests.Checkpoints;

public sealed class PickleMachineTests
{
    [Fact]
    public void A_dictionary_of_tensors_is_read()
    {
        var pickle = new Pickle().Op('}').Op('(').Tensor("a", "FloatStorage", "0", 6, 0, [2, 3], [3, 1]).Tensor("b", "HalfStorage", "1", 9, 1, [2], [4]).Op('u').Op('.');

        var tensors = PickleMachine.Read("x.bin", pickle.ToArray());

        Assert.Equal(["a", "b"], tensors.Keys, StringComparer.Ordinal);
        Assert.Equal(new TorchStorage("1", "F16", 9), tensors["b"].Storage);
        Assert.Equal((1L, 2L, false), (tensors["b"].Offset, tensors["b"].Count, tensors["b"].IsContiguous));
        Assert.True(tensors["a"].IsContiguous);
    }

    [Fact]
    public void Code_is_refused_and_named()
    {
        var pickle = new Pickle().Global("os", "system").Text("touch /tmp/owned").Raw(0x85).Op('R').Op('.');

        AssertError(pickle, "data.pkl, byte 2: the instruction Global (0x63) names 'os.system', which is no part of a tensor");
    }

    [Theory]
    [InlineData("builtins", "eval")]
    [InlineData("torch", "load")]
    [InlineData("torch._utils", "_rebuild_tensor_v3")]
    [InlineData("torch.FloatStorage", "")]
    [InlineData("", "")]
    public void Other_names_are_refused(string module, string name)
    {
        AssertError(new Pickle().Global(module, name).Op('.'), $"names '{module}.{name}'");
        AssertError(new Pickle(4).Text(module).Text(name).Raw(0x93).Op('.'), $"names '{module}.{name}'");
    }

    [Theory]
    [InlineData((byte)'i', "Inst")]
    [InlineData((byte)'o', "Obj")]
    [InlineData(0x81, "NewObj")]
    [InlineData(0x92, "NewObjEx")]
    [InlineData(0x82, "Ext1")]
    [InlineData(0x84, "Ext4")]
    [InlineData((byte)']', "EmptyList")]
    [InlineData((byte)'2', "Dup")]
    [InlineData(0x8E, "BinBytes8")]
    [InlineData(0x96, "ByteArray8")]
    [InlineData((byte)'P', "PersId")]
    public void Instructions_that_no_checkpoint_has_are_refused(byte code, string name) =>
        AssertError(new Pickle().Raw(code, 1, 2, 3, 4), $"byte 2: the instruction {name} (0x{code:X2}) occurs in no checkpoint");

    [Fact]
    public void An_unknown_instruction_is_refused() => AssertError(new Pickle().Raw(0xFF), "the instruction 0xFF is unknown");

    [Theory]
    [InlineData(0x8D, new byte[] { 0, 0, 0, 0, 1, 0, 0, 0 }, "needs 4294967296 bytes, but 0 are left")]
    [InlineData(0x8D, new byte[] { 255, 255, 255, 255, 255, 255, 255, 255 }, "needs 18446744073709551615 bytes")]
    [InlineData((byte)'X', new byte[] { 255, 255, 255, 255 }, "needs 4294967295 bytes")]
    [InlineData(0x8E, new byte[] { 0, 0, 0, 0, 1, 0, 0, 0 }, "BinBytes8 (0x8E) occurs in no checkpoint")]
    [InlineData(0x8A, new byte[] { 200 }, "holds a number of 200 bytes")]
    public void Claims_of_4_GiB_are_refused_before_memory_is_taken(byte code, byte[] length, string expected)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();

        AssertError(new Pickle().Raw(code).Raw(length), expected);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Cycles_are_refused()
    {
        AssertError(new Pickle().Op('}').Raw((byte)'q', 0).Text("a").Raw((byte)'h', 0).Op('s').Op('.'), "puts a dictionary into itself");
        AssertError(
            new Pickle().Op('}').Raw((byte)'q', 0).Text("a").Op('}').Text("b").Raw((byte)'h', 0).Op('s').Op('s').Op('.'), "holds 'a', which is no named tensor");
    }

    [Fact]
    public void Deep_nesting_is_refused()
    {
        AssertError(new Pickle().Raw([.. Enumerable.Repeat((byte)'(', 100_000)]), "nests deeper than 64 levels");
        AssertError(new Pickle().Op(')').Raw([.. Enumerable.Repeat((byte)0x85, 100_000)]), "nests deeper than 16 levels");
    }

    [Fact]
    public void Very_many_values_are_refused() => AssertError(new Pickle().Raw([.. Enumerable.Repeat((byte)'N', 1_000_001)]), "makes more than 1000000 values");

    [Theory]
    [InlineData(new byte[] { (byte)'R' }, "finds no value")]
    [InlineData(new byte[] { (byte)'N', (byte)'(', (byte)'R' }, "finds no value")]
    [InlineData(new byte[] { (byte)'N', 0x86 }, "finds too few values")]
    [InlineData(new byte[] { (byte)'t' }, "finds no mark")]
    [InlineData(new byte[] { (byte)'N', (byte)'N', (byte)'R' }, "calls something that is no function")]
    [InlineData(new byte[] { (byte)'}', (byte)'(', (byte)'N', (byte)'u' }, "a key lacks its value")]
    [InlineData(new byte[] { (byte)'N', (byte)'}', (byte)'b' }, "sets the state of something")]
    [InlineData(new byte[] { (byte)'h', 7 }, "refers to the value 7, which was not kept")]
    [InlineData(new byte[] { (byte)'N', (byte)'Q' }, "names no storage")]
    [InlineData(new byte[] { (byte)'N', (byte)'.' }, "is no dictionary of tensors")]
    [InlineData(new byte[] { 0x80, 9 }, "states the protocol 9")]
    [InlineData(new byte[] { (byte)'c', (byte)'o' }, "holds a name without end")]
    [InlineData(new byte[] { 0x8C, 2, 0xC3, 0x28 }, "not valid UTF-8")]
    [InlineData(new byte[] { (byte)'}' }, "needs 1 bytes, but 0 are left")]
    public void Malformed_pickles_are_refused(byte[] code, string expected) => AssertError(new Pickle().Raw(code), expected);

    [Theory]
    [InlineData(0, new[] { 1 << 30 }, new[] { 0 }, 4)]
    [InlineData(0, new[] { 2, 3 }, new[] { 3, 1 }, 5)]
    [InlineData(1, new[] { 2, 3 }, new[] { 3, 1 }, 6)]
    [InlineData(0, new[] { 2 }, new[] { int.MaxValue }, 6)]
    [InlineData(-1, new[] { 1 }, new[] { 1 }, 6)]
    [InlineData(0, new[] { -1 }, new[] { 1 }, 6)]
    [InlineData(5, new[] { 2 }, new[] { -1 }, 6)]
    [InlineData(0, new[] { 2, 3 }, new[] { 1 }, 6)]
    [InlineData(0, new[] { 1, 1, 1, 1, 1, 1, 1, 1, 1 }, new[] { 1, 1, 1, 1, 1, 1, 1, 1, 1 }, 6)]
    [InlineData(0, new[] { int.MaxValue, int.MaxValue, int.MaxValue }, new[] { 0, 0, 0 }, int.MaxValue)]
    public void Views_that_leave_their_storage_are_refused(int offset, int[] shape, int[] strides, int count) =>
        AssertError(new Pickle().Op('}').Op('(').Tensor("a", "FloatStorage", "0", count, offset, shape, strides).Op('u').Op('.'), "which does not hold it");

    [Theory]
    [InlineData("../0")]
    [InlineData("")]
    [InlineData("0/1")]
    public void Storages_have_numbers_for_names(string key) => AssertError(new Pickle().Storage("FloatStorage", key, 1).Op('.'), "names no storage");

    [Fact]
    public void Other_values_than_tensors_are_refused()
    {
        AssertError(new Pickle().Op('}').Text("epoch").Int(3).Op('s').Op('.'), "holds 'epoch', which is no named tensor");
        AssertError(
            new Pickle().Op('}').Op('(').Tensor("a", "FloatStorage", "0", 1, 0, [1], [1]).Tensor("a", "FloatStorage", "0", 1, 0, [1], [1]).Op('u').Op('.'),
            "holds the tensor 'a' twice");
    }

    [Fact]
    public void Any_damage_gives_a_message_and_nothing_else()
    {
        var good = new Pickle().Op('}').Op('(').Tensor("a", "FloatStorage", "0", 6, 0, [2, 3], [3, 1]).Op('u').Op('.').ToArray();
        var random = new Numerics.DeterministicRandom(3);
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = (byte[])good.Clone();
            for (var change = 0; change < 1 + (round % 3); change++)
            {
                bytes[(int)(random.NextUInt64() % (ulong)bytes.Length)] = (byte)random.NextUInt64();
            }

            var cut = bytes[..(int)(random.NextUInt64() % (ulong)(bytes.Length + 1))];
            Try(bytes);
            Try(cut);
        }
    }

    private static void Try(byte[] pickle)
    {
        try
        {
            PickleMachine.Read("x.bin", pickle);
        }
        catch (GwSmmException exception)
        {
            Assert.Contains("x.bin", exception.Message, StringComparison.Ordinal);
        }
    }

    private static void AssertError(Pickle pickle, string expected)
    {
        var error = Assert.Throws<GwSmmException>(() => PickleMachine.Read("x.bin", pickle.ToArray()));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains("'x.bin', data.pkl, byte ", error.Message, StringComparison.Ordinal);
        Assert.Contains("convert it to safetensors", error.Message, StringComparison.Ordinal);
    }
}
