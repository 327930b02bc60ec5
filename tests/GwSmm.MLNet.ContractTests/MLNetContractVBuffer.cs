using Microsoft.ML.Data;

namespace GwSmm.MLNet.ContractTests;

public class MLNetContractVBuffer
{
    [Fact]
    public void A_sparse_buffer_has_defaults_between_its_values()
    {
        var sparse = new VBuffer<float>(5, 2, [7f, 8f], [1, 3]);
        Assert.False(sparse.IsDense);
        Assert.Equal([0f, 7f, 0f, 8f, 0f], sparse.DenseValues());
        Assert.Equal([1, 3], sparse.Items().Select(i => i.Key));
        Assert.Equal(5, sparse.Items(all: true).Count());
        Assert.Equal(8f, sparse.GetItemOrDefault(3));
        Assert.Equal(0f, sparse.GetItemOrDefault(4));
        VBuffer<float> dense = default;
        sparse.CopyToDense(ref dense);
        Assert.True(dense.IsDense);
        Assert.Equal([0f, 7f, 0f, 8f, 0f], dense.GetValues().ToArray());
        var target = new float[6];
        sparse.CopyTo(target, 1, -1f);
        Assert.Equal([0f, -1f, 7f, -1f, 8f, -1f], target);
        VBuffer<float> part = default;
        sparse.CopyTo(ref part, 1, 3);
        Assert.Equal([7f, 0f, 8f], part.DenseValues());
    }

    [Fact]
    public void An_editor_reuses_memory_that_is_large_enough()
    {
        VBuffer<float> buffer = new(3, [1f, 2f, 3f]);
        VBufferEditor<float> editor = VBufferEditor.Create(ref buffer, 2);
        Assert.False(editor.CreatedNewValues);
        Assert.Equal(2, editor.Values.Length);
        editor.Values[0] = 9;
        buffer = editor.Commit();
        Assert.Equal([9f, 2f], buffer.GetValues().ToArray());
        Assert.True(VBufferEditor.Create(ref buffer, 4).CreatedNewValues);
    }

    [Fact]
    public void A_copy_shares_no_memory()
    {
        var source = new VBuffer<float>(2, [1f, 2f]);
        VBuffer<float> copy = default;
        source.CopyTo(ref copy);
        VBufferEditor.CreateFromBuffer(ref copy).Values[0] = 5;
        Assert.Equal([1f, 2f], source.DenseValues());
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused()
    {
        Assert.ThrowsAny<ArgumentException>(() => new VBuffer<float>(3, [1f]));
        Assert.ThrowsAny<ArgumentException>(() => new VBuffer<float>(2, [1f, 2f]).CopyTo(new float[1]));
        Assert.ThrowsAny<ArgumentException>(() => new VBuffer<float>(2, [1f, 2f]).GetItemOrDefault(2));
    }
}
