import('./Cart.js').then(({ total }) => console.log(total([])));
